package emulator

// contains reports whether the text contains the pattern of an SQL LIKE: % matches any number of characters, _ matches
// one, and a backslash escapes the next character. It is case-sensitive.
func contains(text, pattern string) bool {
	return like([]rune(text), []rune("%"+pattern+"%"))
}

func like(text, pattern []rune) bool {
	t, p := 0, 0
	star, from := -1, 0 // the last %, and the position in the text at which it was found
	for t < len(text) || p < len(pattern) {
		if p < len(pattern) {
			switch literal := pattern[p] == '\\' && p+1 < len(pattern); {
			case pattern[p] == '%':
				star, from = p, t
				p++
				continue
			case literal && t < len(text) && pattern[p+1] == text[t]:
				t, p = t+1, p+2
				continue
			case !literal && t < len(text) && (pattern[p] == '_' || pattern[p] == text[t]):
				t, p = t+1, p+1
				continue
			}
		}
		if star < 0 || from >= len(text) {
			return false
		}
		from++
		t, p = from, star+1
	}
	return true
}
