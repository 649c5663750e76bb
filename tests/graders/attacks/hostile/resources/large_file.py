# Writes a file of 200 MB.
# expect at most 0 points
# expect of_numbers errored: OSError

def largest_gap(values):
    with open("big", "wb") as file:
        for _ in range(200):
            file.write(bytes(2**20))
