# Mixes tabs and spaces, so that Python cannot tell the blocks; it is read all the same, and judged by what it does.
# encode utf-8
# expect at most 0 points
# expect of_numbers failed: The largest difference between neighbours is another one

def largest_gap(values):
	if values:
        return 1
	return 0
