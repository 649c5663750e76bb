# Makes the result like the picture, so that sums overflow.
# expect convolves_whole_numbers failed overflow: do not fit into 8 bits

def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros_like(image, shape=(height, width))
    for row in range(height):
        for column in range(width):
            patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            result[row, column] = np.sum(patch * kernel.astype(image.dtype))
    return result
