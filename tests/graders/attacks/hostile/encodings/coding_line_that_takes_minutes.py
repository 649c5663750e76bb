# Names Punycode in its coding line, which takes minutes to read.
# encode punycode
# expect at most 0 points
# expect of_numbers failed: is not valid Python

x = ''
