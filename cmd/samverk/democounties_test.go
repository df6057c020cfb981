package main

import (
	"context"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"samverk/internal/demo"
)

// The demonstration shows every county that there is a story of: the first one
// at once, the others at their own host names when somebody asks for them.
func TestDemoShowsEveryCounty(t *testing.T) {
	stories, err := demo.Stories()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	counties := demoCounties(stories[1:], t.TempDir(), &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, slog.New(slog.DiscardHandler))
	if len(counties) < 3 {
		t.Fatalf("%d counties beside the first", len(counties))
	}
	for _, c := range counties {
		c.whenAsked(ctx)
	}
	t.Cleanup(func() {
		stop()
		for _, c := range counties {
			if err := c.close(); err != nil {
				t.Error(err)
			}
		}
	})
	for i, c := range counties {
		if i > 0 && c.host != c.story.ID+".localhost" {
			t.Errorf("%s is at %q", c.story.ID, c.host)
		}
		if c.show != nil {
			t.Errorf("%s was made before anybody asked", c.story.ID)
		}
		server := httptest.NewServer(c)
		defer server.Close()
		v := visit(t, server.URL)
		page := v.get("/")
		for deadline := time.Now().Add(time.Minute); !strings.Contains(page, "Demon:"); page = v.get("/") {
			if time.Now().After(deadline) {
				t.Fatalf("%s never comes: %s", c.story.ID, page)
			}
			time.Sleep(20 * time.Millisecond)
		}
		for _, other := range counties {
			shown := strings.Contains(v.get("/demo"), `href="`+other.site+`/"`)
			if shown == (other == c) {
				t.Errorf("%s leads to %s: %v", c.story.ID, other.story.ID, shown)
			}
		}
	}
}
