# Mixes tabs and spaces, so that Python cannot tell the blocks.
# encode utf-8
# expect at most 0 points
# expect of_numbers failed: is not valid Python

def largest_gap(values):
	if values:
        return 1
	return 0
