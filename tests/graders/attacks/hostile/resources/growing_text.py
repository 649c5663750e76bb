# Doubles a string until memory ends.
# expect at most 0 points
# expect of_numbers out_of_memory: more memory than allowed

def largest_gap(values):
    text = "x"
    while True:
        text += text
