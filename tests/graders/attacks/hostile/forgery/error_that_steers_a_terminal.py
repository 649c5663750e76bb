# Raises an error whose name and message clear a terminal and print full marks.
# expect at most 0 points
# expect of_numbers errored: full marks

def largest_gap(values):
    raise type('\x1b[2JPassed', (Exception,), {})('\x1b]0;full marks\x07\x1b[31m\ud800\u202e')
