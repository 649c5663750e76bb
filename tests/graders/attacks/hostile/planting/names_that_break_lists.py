# Makes files with names that break lists, commands and terminals.
# expect at most 0 points
# expect of_numbers failed: another one
# prints 1

import os


def largest_gap(values):
    names = ['a\nb.py', '-rf', '--help.py', '\U0001f600.py', '.. .py', '\x1b[2J.py', 'x' * 255, ' ', '$(touch planted).py', '; rm -rf .py', 'CON', b'\xff\xfe.py']
    for name in names:
        with open(name, 'w') as file:
            file.write('raise SystemExit')
    print(len(os.listdir()))
    return -1
