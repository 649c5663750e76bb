# Augments validation in place of training.
# expect keeps_validation failed validation_augmented: The validation pictures are augmented
# expect augments_training failed not_augmented: as they are in their folder
# expect closes_gap failed
# expect recognises_new_pets failed

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow_from_directory(TRAINING_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    validation_datagen = ImageDataGenerator(rescale=1 / 255, rotation_range=30, width_shift_range=0.1, height_shift_range=0.1, zoom_range=0.15, horizontal_flip=True)
    validation_generator = validation_datagen.flow_from_directory(VALIDATION_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    return train_generator, validation_generator
