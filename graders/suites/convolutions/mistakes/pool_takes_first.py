# Skips pixels instead of comparing them.
# expect pools failed keeps_first: upper left number
# expect pools_any_size skipped

def max_pool2d(image, size=2):
    return image[::size, ::size]
