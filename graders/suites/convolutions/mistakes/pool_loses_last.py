# Counts one square too few where there is a ragged edge.
# expect pools_any_size failed loses_last_square: count whole squares

def max_pool2d(image, size=2):
    result = np.zeros(((image.shape[0] - image.shape[0] % size) // size - (image.shape[0] % size > 0), image.shape[1] // size))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            largest = image[row * size, column * size]
            for value in image[row * size : row * size + size, column * size : column * size + size].ravel():
                largest = max(largest, value)
            result[row, column] = largest
    return result
