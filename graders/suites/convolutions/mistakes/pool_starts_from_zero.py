# Starts each maximum from zero.
# expect pools failed starts_from_zero: do not start from 0
# expect pools_any_size skipped

def max_pool2d(image, size=2):
    result = np.zeros((image.shape[0] // size, image.shape[1] // size))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            largest = 0
            for value in image[row * size : row * size + size, column * size : column * size + size].ravel():
                largest = max(largest, value)
            result[row, column] = largest
    return result
