# Shifts by nearly the whole picture.
# expect augments_training failed augmented_too_much: 0.1 is a tenth
# expect closes_gap failed
# expect recognises_new_pets failed

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = ImageDataGenerator(rescale=1 / 255, width_shift_range=0.9, height_shift_range=0.9, horizontal_flip=True)
    train_generator = train_datagen.flow_from_directory(TRAINING_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    validation_datagen = ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(VALIDATION_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    return train_generator, validation_generator
