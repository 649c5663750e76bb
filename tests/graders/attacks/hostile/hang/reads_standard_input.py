# Waits for an answer from the keyboard.
# expect at most 0 points
# expect of_numbers errored: EOFError

def largest_gap(values):
    return int(input("How large? "))
