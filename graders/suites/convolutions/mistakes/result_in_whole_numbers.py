# Makes the result of whole numbers, so that fractions are lost.
# expect convolves_whole_numbers failed fractions_lost: fractions were cut off

def convolve2d(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((height, width), dtype=int) if image.dtype == np.uint8 else np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            result[row, column] = np.sum(patch * kernel)
    return result
