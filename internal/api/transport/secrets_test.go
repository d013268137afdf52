package transport_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

func TestScrub(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		secrets []string
		text    string
		want    string
	}{
		{"none", nil, "plain text", "plain text"},
		{"everywhere", []string{"the-key"}, "the-key and the-key", "(secret) and (secret)"},
		{"blank values", []string{"", " \n", "          "}, "a b", "a b"},
		{"a letter", []string{"t"}, "the host is not there", "the host is not there"},
		{"too short", []string{"admin"}, "admin is not allowed", "admin is not allowed"},
		{"just long enough", []string{"adminX"}, "adminX is not allowed", "(secret) is not allowed"},
		{"too short but for its URL form", []string{"p@ss"}, "?p=p%40ss p@ss", "?p=p%40ss p@ss"},
		{"too short but for its white space", []string{"a       b"}, "a b or not", "a b or not"},
		{"too short in characters", []string{"密码"}, "é密码é", "é密码é"},
		{"one contains another", []string{"abcdef", "xabcdefx"}, "xabcdefx abcdef", "(secret) (secret)"},
		{"one overlaps another", []string{"abcdef", "cdefgh"}, "-abcdefgh-", "-(secret)-"},
		{"a short one before a long one", []string{"abcdef", "bcdefghij"}, "-abcdefghij-", "-(secret)-"},
		{"one overlaps itself", []string{"abacaba"}, "-abacabacaba-", "-(secret)-"},
		{"a part of the replacement", []string{"secret", "abcdef"}, "abcdef", "(secret)"},
		{"in a query", []string{"p@ss w/rd"}, "?p=p%40ss+w%2Frd", "?p=(secret)"},
		{"in a path", []string{"p@ss w/rd"}, "/p@ss%20w%2Frd", "/(secret)"},
		{"quoted", []string{`p"wor\d`}, `password "p\"wor\\d"`, `password "(secret)"`},
		{"on several lines", []string{"first\nsecond"}, "first\r\nsecond", "(secret)"},
		{"with letters of many bytes", []string{"密码密码密码"}, "é密码密码密码é", "é(secret)é"},
		{"control characters", nil, "a\x00b\x1b[31mc\u0085d\te\r\nf", "a b [31mc d e f"},
		{"white space around", nil, " \n text\t", "text"},
		{"invalid UTF-8", nil, "a\xff\xfeb", "a?b"},
		{"after invalid UTF-8 is replaced", []string{"abcd?efgh"}, "abcd\xffefgh", "(secret)"},
		{"of maximum length", nil, strings.Repeat("x", 500), strings.Repeat("x", 500)},
		{"longer", nil, strings.Repeat("x", 501), strings.Repeat("x", 500) + "…"},
		{"cut between characters", nil, "x" + strings.Repeat("é", 250), "x" + strings.Repeat("é", 249) + "…"},
		{"cut after scrubbing", []string{"abcdef"}, strings.Repeat("x", 498) + "abcdef", strings.Repeat("x", 498) + "(s…"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var secrets transport.Secrets
			secrets.Add(test.secrets...)
			if got := secrets.Scrub(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzScrub(f *testing.F) {
	for _, seed := range [][3]string{
		{"the-key", "the-token", "the-key and the-token"},
		{"abcdef", "cdefgh", "abcdefgh"},
		{"abcdef", "bcdefghij", "abcdefghij"},
		{"abc def", "t", "abc\ndef"},
		{"abc?def", "t", "abc\xffdef"},
		{"secret", "(secre", "(secret)"},
		{`""""""`, `\\\\\\`, `\"\"\"\"\"\"`},
		{"é", "…", strings.Repeat("é", 300)},
		{"p@ss w/rd", "%", "p%40ss+w%2Frd"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, one, other, text string) {
		var secrets transport.Secrets
		if !utf8.ValidString(one) || !utf8.ValidString(other) {
			t.Skip("all settings are valid UTF-8")
		}
		secrets.Add(one, other)
		got := secrets.Scrub(text)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Errorf("%q has invalid characters", got)
		}
		if len(got) > 500+len("…") {
			t.Errorf("%q has %d bytes", got, len(got))
		}
		// The parts between the replacements come from the input and must contain no secret. The last part of a string that was
		// shortened may end with a part of a replacement.
		pieces := strings.Split(got, "(secret)")
		if len(got) > 500 {
			pieces = pieces[:len(pieces)-1]
		}
		for _, piece := range pieces {
			for _, secret := range []string{one, other} {
				if !transport.IsTooShort(secret) && strings.Contains(piece, secret) {
					t.Errorf("%q shows the secret %q", got, secret)
				}
			}
		}
	})
}
