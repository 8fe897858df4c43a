@rem npm scripts begin with exec, so that signals sent to npm reach the program and not a shell before it. cmd.exe has none.
@%*
