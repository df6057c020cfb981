package pagetest

import (
	"strings"

	"samverk/internal/domain/meeting"
	"samverk/internal/jobs"
	"samverk/internal/mail"
)

// letters sends the mail that is due and gives it by receiver: what comes before the
// @ of the address.
func (w *World) letters() map[string][]mail.Read {
	w.T.Helper()
	dir := w.T.TempDir()
	sender, err := mail.New(mail.Config{From: mail.Address{Name: "Samverk", Address: "samverk@county.example"}, Folder: dir})
	w.Ok(err)
	worker := jobs.New(w.Sys)
	jobs.RegisterMail(worker, jobs.Mail{Sender: sender, Site: "https://samverk.example"})
	w.Clock.Move(meeting.UndoTime)
	_, err = worker.RunDue(w.Ctx)
	w.Ok(err)
	names, err := mail.Files(dir)
	w.Ok(err)
	got := map[string][]mail.Read{}
	for _, n := range names {
		r, err := mail.Open(dir, n)
		w.Ok(err)
		_, address, _ := strings.Cut(r.To, "<")
		who, _, _ := strings.Cut(address, "@")
		got[who] = append(got[who], r)
	}
	return got
}
