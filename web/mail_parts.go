package web

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
)

// mailParts are a mail's headers, decoded, and its alternative parts.
type mailParts struct {
	headers              []headerLine
	text, html, calendar string
}

// takeApart reads a mail in the Internet message format.
func takeApart(raw []byte) (*mailParts, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("kept mail: %w", err)
	}
	parts := &mailParts{}
	decoder := new(mime.WordDecoder)
	for _, name := range slices.Sorted(maps.Keys(m.Header)) {
		for _, value := range m.Header[name] {
			if decoded, err := decoder.DecodeHeader(value); err == nil {
				value = decoded
			}
			parts.headers = append(parts.headers, headerLine{name, value})
		}
	}
	if err := parts.add(textproto.MIMEHeader(m.Header), m.Body); err != nil {
		return nil, fmt.Errorf("kept mail: %w", err)
	}
	return parts, nil
}

// add takes one part, and those within it.
func (m *mailParts) add(header textproto.MIMEHeader, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		// NextRawPart leaves the encoding alone, as this function does for a
		// mail of one part.
		for reader := multipart.NewReader(body, params["boundary"]); ; {
			part, err := reader.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := m.add(part.Header, part); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(header.Get("Content-Transfer-Encoding")) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	switch kind {
	case "text/plain":
		m.text = string(content)
	case "text/html":
		m.html = string(content)
	case "text/calendar":
		m.calendar = string(content)
	}
	return nil
}
