package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"fyrtaarn/model"
)

// The media types of an answer. With the first a request that is refused has
// status 200, as older clients expect; with the second its status says so.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
)

// transport is GraphQL over HTTP: POST with a JSON body, and GET for what only
// reads. gqlgen's own transports answer other statuses than that specification
// asks for and repeat the body in their errors.
type transport struct{ *door }

func (t transport) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	accept := r.Header.Values("Accept")
	media, ok := negotiate(accept)
	inPieces := media == mediaEvents
	if inPieces {
		media = mediaResponse // for what comes before the first piece
	}
	if !ok {
		t.refuse(w, r, mediaJSON, http.StatusNotAcceptable, badRequest("error.request.accept"))
		return
	}
	params, status, err := t.read(w, r)
	if err != nil {
		t.refuse(w, r, media, status, err)
		return
	}
	params.Headers = r.Header
	params.ReadTime.End = graphql.Now()

	ctx := graphql.StartOperationTrace(r.Context())
	op, errs := t.exec.CreateOperationContext(ctx, params)
	switch {
	case len(errs) > 0 && inPieces:
		t.refusedEvents(w, t.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs))
	case len(errs) > 0:
		status := http.StatusOK
		if media == mediaResponse {
			status = http.StatusBadRequest
		}
		write(w, media, status, t.Limits, t.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs))
	case r.Method == http.MethodGet && op.Operation.Operation == ast.Mutation:
		w.Header().Set("Allow", http.MethodPost)
		t.refuse(w, r, media, http.StatusMethodNotAllowed, badRequest("error.request.mutationByGet"))
	case isStream(op) && !acceptsEvents(accept):
		t.refuse(w, r, media, http.StatusNotAcceptable, badRequest("error.request.acceptEvents"))
	case isStream(op) || inPieces:
		t.events(w, r.WithContext(ctx), op)
	default:
		answer, ctx := t.exec.DispatchOperation(ctx, op)
		write(w, media, http.StatusOK, t.Limits, answer(ctx))
	}
}

// refuse answers a request that did not come as far as a document.
func (t transport) refuse(w http.ResponseWriter, r *http.Request, media string, status int, err error) {
	refuse(w, r, media, status, t.Limits, t.exec, err)
}

func refuse(
	w http.ResponseWriter, r *http.Request, media string, status int, limits Limits, exec graphql.GraphExecutor, err error,
) {
	write(w, media, status, limits, exec.DispatchError(r.Context(), gqlerror.List{gqlerror.Wrap(err)}))
}

// badRequest is a request that is no GraphQL over HTTP.
func badRequest(messageID string) *model.Error { return model.BadInput("", messageID) }

// read takes the parameters out of a request; where it cannot, status is what
// to answer.
func (t transport) read(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, status int, err error) {
	start := graphql.Now()
	switch r.Method {
	case http.MethodGet:
		params, err = t.readURL(r.URL.RawQuery)
	case http.MethodPost:
		media, options, malformed := mime.ParseMediaType(r.Header.Get("Content-Type"))
		charset := strings.ToLower(options["charset"])
		if malformed != nil || media != mediaJSON || (charset != "" && charset != "utf-8") {
			return nil, http.StatusUnsupportedMediaType, badRequest("error.request.contentType")
		}
		params, err = readBody(http.MaxBytesReader(w, r.Body, t.Limits.Body))
	default:
		w.Header().Set("Allow", "GET, POST, OPTIONS")
		return nil, http.StatusMethodNotAllowed, badRequest("error.request.method")
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, http.StatusRequestEntityTooLarge, exceeded("error.limit.body", int(t.Limits.Body>>10))
	case err != nil:
		return nil, http.StatusBadRequest, err
	case params.Query == "":
		return nil, http.StatusBadRequest, badRequest("error.request.query")
	}
	params.ReadTime.Start = start
	return params, http.StatusOK, nil
}

func (t transport) readURL(raw string) (*graphql.RawParams, error) {
	if int64(len(raw)) > t.Limits.Body {
		return nil, &http.MaxBytesError{Limit: t.Limits.Body}
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, badRequest("error.request.url")
	}
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := values.Get(name); text != "" {
			if err := decode([]byte(text), into); err != nil {
				return nil, err
			}
		}
	}
	if !utf8.ValidString(params.Query) {
		return nil, badRequest("error.request.utf8")
	}
	return params, nil
}

func readBody(body io.Reader) (*graphql.RawParams, error) {
	content, err := io.ReadAll(body)
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, err
		}
		return nil, badRequest("error.request.json") // the connection broke off
	}
	if bytes.HasPrefix(bytes.TrimLeft(content, " \t\r\n"), []byte("[")) {
		return nil, badRequest("error.request.batch")
	}
	var params graphql.RawParams
	if err := decode(content, &params); err != nil {
		return nil, err
	}
	return &params, nil
}

// decode reads one JSON value. Bytes that are no UTF-8 are refused here: the
// decoder would replace them without a word.
func decode(content []byte, into any) error {
	if !utf8.Valid(content) {
		return badRequest("error.request.utf8")
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return badRequest("error.request.json")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return badRequest("error.request.json")
	}
	return nil
}

// write sends an answer. What gqlgen has written as JSON already is sent as it
// is, without being encoded a second time.
func write(w http.ResponseWriter, media string, status int, limits Limits, answer *graphql.Response) {
	header := w.Header()
	header.Set("Content-Type", media+"; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Accept, Accept-Language, Authorization")
	w.WriteHeader(status)

	var out bytes.Buffer
	appendResponse(&out, answer, limits)
	out.WriteByte('\n')
	_, _ = w.Write(out.Bytes()) // the caller may have gone
}

func appendResponse(out *bytes.Buffer, answer *graphql.Response, limits Limits) {
	out.Grow(len(answer.Data) + 64)
	out.WriteByte('{')
	if len(answer.Errors) > 0 {
		appendMember(out, "errors", limits.shown(answer.Errors))
	}
	if len(answer.Data) > 0 {
		appendName(out, "data")
		out.Write(answer.Data)
	}
	if len(answer.Extensions) > 0 {
		appendMember(out, "extensions", answer.Extensions)
	}
	out.WriteByte('}')
}

func appendMember(out *bytes.Buffer, name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // errors and extensions are made of text and numbers
	}
	appendName(out, name)
	out.Write(text)
}

func appendName(out *bytes.Buffer, name string) {
	if out.Len() > 1 {
		out.WriteByte(',')
	}
	out.WriteString(`"` + name + `":`)
}

// negotiate chooses the media type of the answer: the best that is accepted,
// of equals the first. Whoever does not say, or takes anything, gets JSON.
func negotiate(accept []string) (media string, ok bool) {
	best := 0.0
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		named, options, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		quality := 1.0
		if q, err := strconv.ParseFloat(options["q"], 64); err == nil {
			quality = q
		}
		switch named {
		case "*/*", "application/*":
			named = mediaJSON
		case mediaJSON, mediaResponse, mediaEvents:
		default:
			continue
		}
		if quality > best {
			media, best = named, quality
		}
	}
	if media == "" && len(accept) == 0 {
		return mediaJSON, true
	}
	return media, media != ""
}
