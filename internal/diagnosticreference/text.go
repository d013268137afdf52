package main

import (
	"go/ast"
	"go/printer"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// isText reports whether an expression is a text, or puts one together.
func isText(expression ast.Expr) bool {
	switch e := expression.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (isText(e.X) || isText(e.Y))
	case *ast.ParenExpr:
		return isText(e.X)
	case *ast.CallExpr:
		return isFormat(e)
	}
	return false
}

// isFormat reports whether a call formats a text, as fmt.Sprintf does.
func isFormat(call *ast.CallExpr) bool {
	return slices.Contains([]string{"Sprintf", "Errorf"}, functionName(call)) && len(call.Args) > 0
}

// text returns the text of an expression, with the parts that are known only at run time in braces.
func (r *reader) text(expression ast.Expr) string {
	switch e := expression.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.BinaryExpr:
		return r.text(e.X) + r.text(e.Y)
	case *ast.ParenExpr:
		return r.text(e.X)
	case *ast.Ident:
		if constant, ok := r.constants[e.Name]; ok {
			return r.text(constant)
		}
	case *ast.CallExpr:
		if isFormat(e) {
			return r.formatted(r.text(e.Args[0]), e.Args[1:])
		}
		if functionName(e) == "Capitalize" || functionName(e) == "sentences" {
			var parts []string
			for _, argument := range e.Args {
				parts = append(parts, r.text(argument))
			}
			return strings.Join(parts, " ")
		}
	}
	return "{" + source(expression) + "}"
}

var verbPattern = regexp.MustCompile(`%(?:\[(\d+)\])?[-+#0 ]*[\d.]*([a-zA-Z%])`)

// formatted returns a format with its arguments in the place of its verbs.
func (r *reader) formatted(format string, arguments []ast.Expr) string {
	next := 0
	return verbPattern.ReplaceAllStringFunc(format, func(verb string) string {
		match := verbPattern.FindStringSubmatch(verb)
		if match[2] == "%" {
			return "%"
		}
		if index, err := strconv.Atoi(match[1]); err == nil {
			next = index - 1
		}
		if next >= len(arguments) {
			return verb
		}
		argument := arguments[next]
		next++
		text := "{" + source(argument) + "}"
		if isText(argument) || r.isConstant(argument) {
			text = r.text(argument)
		}
		if match[2] == "q" {
			return strconv.Quote(text)
		}
		return text
	})
}

// isConstant reports whether an expression is the name of a string constant of the package.
func (r *reader) isConstant(expression ast.Expr) bool {
	name, ok := expression.(*ast.Ident)
	if !ok {
		return false
	}
	_, known := r.constants[name.Name]
	return known
}

// noisePattern matches what a reader of a text does not need.
var noisePattern = regexp.MustCompile(`\.(?:ValueString|ValueInt64|UTC|String|Error)\(\)`)

// source returns the code of an expression in one line.
func source(expression ast.Expr) string {
	var code strings.Builder
	if err := printer.Fprint(&code, token.NewFileSet(), expression); err != nil {
		return "…"
	}
	return noisePattern.ReplaceAllString(strings.Join(strings.Fields(code.String()), " "), "")
}

// functionName returns the name of the function or method that is called, without its package or receiver.
func functionName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func isIdent(expression ast.Expr, names ...string) bool {
	ident, ok := expression.(*ast.Ident)
	return ok && slices.Contains(names, ident.Name)
}
