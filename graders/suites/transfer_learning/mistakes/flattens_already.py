# Flattens the output already.
# expect returns_output failed not_of_base: leave new layers such as Flatten to create_final_model
# expect chooses_layer skipped

def output_of_last_layer(pre_trained_model):
    last_desired_layer = pre_trained_model.get_layer("block_13_expand_relu")
    return tf.keras.layers.Flatten()(last_desired_layer.output)
