# Takes a layer near the input.
# expect chooses_layer failed layer_too_low: lies too low

def output_of_last_layer(pre_trained_model):
    return pre_trained_model.get_layer("block_2_add").output
