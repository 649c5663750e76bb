# Reports a syntax error with numbers and texts of the wrong kind.
# expect at most 0 points
# expect of_numbers failed: is not valid Python

import graders.sandbox.child as child

real = child._frame


def forged(number, kind, payload):
    if isinstance(payload, dict) and 'definitions' in payload:
        payload['syntax_error'] = {'line': {}, 'column': 2**70, 'text': ['\x1b[2J'], 'message': 2**70}
    return real(number, kind, payload)


child._frame = forged


def largest_gap(values):
    return -1
