# Valid Python that looks like IPython's lines, beside one that is.
# call remainder [7, 4] -> 3
# call text [] -> "!no command\n%d pictures\n?maybe\n"
# call pip [1] -> [1, 2]
# quiet

!ls

def remainder(a,
              b):
    return (a
            %b)

def text():
    return """!no command
%d pictures
?maybe
"""

def pip(x):
    wide = x \
        %10
    return [wide,
            2]

cp = {"in": 1}
cp ["in"]
it_s = 'it\'s "# no comment"'; rest = 1 # 'open
