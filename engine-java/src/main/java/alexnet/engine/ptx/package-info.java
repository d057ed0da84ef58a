/** PTX as text: lexer, parser, and what they make of a module: variables, functions, instructions and operands. */
package alexnet.engine.ptx;
