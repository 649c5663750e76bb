# Returns a model that ends at the layer.
# expect returns_output failed returns_model: Return the tensor
# expect chooses_layer skipped

def output_of_last_layer(pre_trained_model):
    last_desired_layer = pre_trained_model.get_layer("block_13_expand_relu")
    return tf.keras.Model(pre_trained_model.input, last_desired_layer.output)
