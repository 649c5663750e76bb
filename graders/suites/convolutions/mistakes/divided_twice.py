# Divides by 255 twice.
# expect normalizes failed divided_twice: by 255 twice

def reshape_and_normalize(images):
    images = images.reshape(-1, 28, 28, 1) / 255.0
    return images / 255.0
