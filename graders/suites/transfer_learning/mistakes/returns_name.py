# Returns the layer's name.
# expect returns_output failed returns_name: get_layer(name).output
# expect chooses_layer skipped

def output_of_last_layer(pre_trained_model):
    return "block_13_expand_relu"
