# Forgets to compile.
# expect compiles failed not_compiled: call model.compile
# expect keeps_base_frozen skipped
# expect head_learns skipped
# expect recognises_new_pictures skipped

def create_final_model(pre_trained_model, last_output):
    x = tf.keras.layers.GlobalAveragePooling2D()(last_output)
    x = tf.keras.layers.Dense(64, activation="relu")(x)
    x = tf.keras.layers.Dropout(0.2)(x)
    x = tf.keras.layers.Dense(1, activation="sigmoid")(x)
    model = tf.keras.Model(pre_trained_model.input, x)
    return model
