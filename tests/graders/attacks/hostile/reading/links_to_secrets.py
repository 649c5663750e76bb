# Makes links to secrets in its folder and reads through them, or lets the judge read them.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused

import os


def largest_gap(values):
    for number, path in enumerate(('@SECRET@', '@OTHER@', '/etc/shadow', '@PROJECT@/graders/suites/callbacks/solution.py')):
        for make in (os.symlink, os.link):
            try:
                make(path, f'link{number}')
                print(open(f'link{number}').read())
            except OSError as error:
                print('refused', type(error).__name__)
    os.replace('link0', 'largest_gap.py')
    return -1
