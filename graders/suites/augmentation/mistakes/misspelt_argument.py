# Spells an argument of ImageDataGenerator wrongly.
# expect gives_generators errored generator_argument: ImageDataGenerator knows no rotate_range
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped
# expect keeps_validation skipped
# expect augments_training skipped
# expect closes_gap skipped
# expect recognises_new_pets skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = ImageDataGenerator(rescale=1 / 255, rotate_range=30, horizontal_flip=True)
    train_generator = train_datagen.flow_from_directory(TRAINING_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    validation_datagen = ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(VALIDATION_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    return train_generator, validation_generator
