# Writes many files to fill the disk.
# expect at most 0 points
# expect of_numbers errored: No space left

def largest_gap(values):
    for number in range(200):
        with open(f"big{number}", "wb") as file:
            file.write(bytes(2**20))
