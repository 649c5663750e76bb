# The network of the course, which the file does not fit.
# expect returns_base failed other_architecture: your base is another network
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.inception_v3.InceptionV3(
        input_shape=(150, 150, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    for layer in pre_trained_model.layers:
        layer.trainable = False
    return pre_trained_model
