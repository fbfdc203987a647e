package access

import (
	"context"
	"crypto/sha256"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/auth"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// noteUseEvery is how exact the time of a token's last use is.
const noteUseEvery = time.Minute

// Authenticate answers who holds an API token, or the secret of the link to an
// assessment. UNAUTHENTICATED is the answer for one that is unknown, has expired
// or was revoked; of tokens the three are not told apart. A token that was found
// good in the last CacheFor costs no statement.
//
// The actor's language is the token's, or its person's, matched to one of the
// product's; it is empty where neither names one, and the request decides.
func (s Service) Authenticate(ctx context.Context, bearer string) (model.Actor, error) {
	if auth.LooksLikeSecret(bearer) {
		return s.byLink(ctx, bearer)
	}
	prefix, ok := auth.TokenPrefix(bearer)
	if !ok {
		return model.Actor{}, unauthenticated()
	}
	now := s.Clock.Now()
	hash := sha256.Sum256([]byte(bearer))
	if actor, ok := s.verified.holds(hash, now); ok {
		return actor, nil
	}
	token, err := s.Store.TokenByPrefix(ctx, prefix)
	if model.IsCode(err, model.CodeNotFound) {
		return model.Actor{}, unauthenticated()
	}
	if err != nil {
		return model.Actor{}, err
	}
	if !auth.Matches(bearer, token.Hash) || !token.Opens(now) {
		return model.Actor{}, unauthenticated()
	}
	actor, err := s.actor(ctx, token)
	if err != nil {
		return model.Actor{}, err
	}
	s.noteUse(ctx, token, now)
	s.verified.remember(hash, grant{actor: actor, expiresAt: token.ExpiresAt, since: now})
	return actor, nil
}

// byLink is the person to whom the link to an assessment was sent, acting for the
// company. Any other link opens its page alone.
func (s Service) byLink(ctx context.Context, secret string) (model.Actor, error) {
	link, err := s.known(ctx, secret)
	if model.IsCode(err, model.CodeNotFound) {
		return model.Actor{}, unauthenticated()
	}
	if err != nil {
		return model.Actor{}, err
	}
	if link.Purpose != model.LinkAssessment {
		return model.Actor{}, unauthenticated()
	}
	if !s.Clock.Now().Before(link.ExpiresAt) {
		return model.Actor{}, &model.Error{Code: model.CodeUnauthenticated, MessageID: "error.link.expired"}
	}
	person, err := s.Store.Person(ctx, link.PersonID)
	if err != nil {
		return model.Actor{}, err
	}
	whole := model.WithActor(ctx, model.System("access"))
	assessment, err := app.First(s.Store.AssessmentsByID(whole, []model.ID{link.SubjectID}, model.Fields{}))
	if err != nil {
		return model.Actor{}, err
	}
	if assessment == nil {
		return model.Actor{}, unauthenticated()
	}
	actor := model.Actor{
		Role: model.RoleCompany, Name: person.FullName, PersonID: person.ID, OrganisationID: assessment.OrganisationID, AssessmentID: assessment.ID,
	}
	if tag, ok := i18n.Match(string(person.Language)); ok {
		actor.Language = model.LanguageTag(tag)
	}
	return actor, nil
}

func unauthenticated() *model.Error {
	return &model.Error{Code: model.CodeUnauthenticated, MessageID: "error.token.invalid"}
}

// actor is whom the token stands for.
func (s Service) actor(ctx context.Context, token *model.AccessToken) (model.Actor, error) {
	actor := model.Actor{Role: token.Role, Name: token.Name, TokenID: token.ID, Scopes: token.Scopes}
	if token.OrganisationID != nil {
		actor.OrganisationID = *token.OrganisationID
	}
	language := token.Language
	if token.PersonID != nil {
		actor.PersonID = *token.PersonID
		if language == "" {
			person, err := s.Store.Person(ctx, *token.PersonID)
			if err != nil {
				return model.Actor{}, err
			}
			language = person.Language
		}
	}
	if tag, ok := i18n.Match(string(language)); ok {
		actor.Language = model.LanguageTag(tag)
	}
	return actor, nil
}

// noteUse writes down that the token was used, seldom enough that reading stays
// reading. Nobody is refused because that failed.
func (s Service) noteUse(ctx context.Context, token *model.AccessToken, now time.Time) {
	if token.LastUsedAt != nil && now.Sub(*token.LastUsedAt) < noteUseEvery {
		return
	}
	if err := s.Store.TouchToken(ctx, token.ID, now); err != nil {
		s.Log.WarnContext(ctx, "the use of a token was not noted", "token", token.Prefix, "error", err)
	}
}
