# Pools with the mean.
# expect pools failed average_pooling: that is average pooling
# expect pools_any_size skipped

def max_pool2d(image, size=2):
    height, width = image.shape[0] // size, image.shape[1] // size
    return image[: height * size, : width * size].reshape(height, size, width, size).mean(axis=(1, 3))
