# Makes empty files until the file system has no more.
# expect at most 0 points
# expect of_numbers errored: No space left

def largest_gap(values):
    for number in range(100_000):
        open(f"empty{number}", "wb").close()
