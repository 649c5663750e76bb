# Answers with a text of 100 MB.
# expect at most 0 points
# expect of_numbers out_of_memory: more memory than allowed

def largest_gap(values):
    return "x" * 10**8
