# Returns the layer and not its output.
# expect returns_output failed returns_layer: its attribute output
# expect chooses_layer skipped

def output_of_last_layer(pre_trained_model):
    last_desired_layer = pre_trained_model.get_layer("block_13_expand_relu")
    return last_desired_layer
