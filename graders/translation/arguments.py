"""Changes to the arguments of a call that keep its layout: line breaks, comments, a comma at the end."""

from __future__ import annotations

import libcst as cst


def argument(call: cst.Call, name: str, place: int | None = None) -> int | None:
    """Return where an argument stands in ``call.args``, by its keyword or, where it has none, by its place."""
    for index, arg in enumerate(call.args):
        if arg.star:
            return None
        if arg.keyword is not None and arg.keyword.value == name:
            return index
        if arg.keyword is None and index == place:
            return index
    return None


def is_plain(call: cst.Call) -> bool:
    """Whether a call has no ``*args`` and ``**kwargs``, so that its text says all of its arguments."""
    return not any(arg.star for arg in call.args)


def renamed(call: cst.Call, index: int, name: str) -> cst.Call:
    """Return the call with another keyword for one argument."""
    arg = call.args[index]
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    changed = arg.with_changes(keyword=cst.Name(name), equal=equal if arg.keyword is None else arg.equal)
    return replaced(call, index, changed)


def with_value(call: cst.Call, index: int, value: cst.BaseExpression) -> cst.Call:
    """Return the call with another value for one argument."""
    return replaced(call, index, call.args[index].with_changes(value=value))


def replaced(call: cst.Call, index: int, arg: cst.Arg) -> cst.Call:
    """Return the call with one argument in place of another."""
    args = list(call.args)
    args[index] = arg
    return call.with_changes(args=args)


def removed(call: cst.Call, index: int) -> cst.Call:
    """Return the call without one argument; what follows the last one stays."""
    args = list(call.args)
    gone = args.pop(index)
    if index == len(args) and args:  # the new last argument ends as the old one did
        args[-1] = args[-1].with_changes(comma=gone.comma, whitespace_after_arg=gone.whitespace_after_arg)
    if not args:
        return call.with_changes(args=args, whitespace_before_args=cst.SimpleWhitespace(""))
    return call.with_changes(args=args)


def added(call: cst.Call, name: str, value: str) -> cst.Call:
    """Return the call with one keyword argument more, in the layout of those before it."""
    new = cst.Arg(
        cst.parse_expression(value),
        keyword=cst.Name(name),
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
    )
    args = list(call.args)
    if not args:
        return call.with_changes(args=[new])
    last = args[-1]
    between: cst.BaseParenthesizableWhitespace = cst.SimpleWhitespace(" ")
    if len(args) > 1 and isinstance(args[-2].comma, cst.Comma):
        between = without_comments(args[-2].comma.whitespace_after)
    args[-1] = last.with_changes(
        comma=cst.Comma(whitespace_after=between), whitespace_after_arg=cst.SimpleWhitespace("")
    )
    return call.with_changes(
        args=[*args, new.with_changes(comma=last.comma, whitespace_after_arg=last.whitespace_after_arg)]
    )


def without_comments(space: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """Return a line break without the comment that stands before it."""
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
    return space
