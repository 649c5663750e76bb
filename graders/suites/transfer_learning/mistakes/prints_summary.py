# Returns the summary, which is printed and gives None.
# expect returns_base failed returns_nothing: A print shows, and returns nothing
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    pre_trained_model.trainable = False
    return pre_trained_model.summary()
