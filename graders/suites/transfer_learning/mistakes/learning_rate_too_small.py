# A learning rate at which nothing moves.
# expect head_learns failed does_not_learn: Look at the learning rate
# expect recognises_new_pictures failed does_not_learn

def create_final_model(pre_trained_model, last_output):
    x = tf.keras.layers.GlobalAveragePooling2D()(last_output)
    x = tf.keras.layers.Dense(64, activation="relu")(x)
    x = tf.keras.layers.Dropout(0.2)(x)
    x = tf.keras.layers.Dense(1, activation="sigmoid")(x)
    model = tf.keras.Model(pre_trained_model.input, x)
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.0000001), loss="binary_crossentropy", metrics=["accuracy"])
    return model
