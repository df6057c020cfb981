// Package isolation shows that what is one party's stays that party's, and that
// nobody learns of anything that he may not open, not even that it is there.
//
//	world   a county with people in every role and matters at many stations, made
//	        by the use cases; every text in it that is not everybody's holds a
//	        marker of its own, file names and mail included
//	oracle  who may see which marker: a plain table, written from what is promised
//	        of working material and records, and from nothing in package access
//	crawl   every route that the program has × everybody × the id of every object
//	        in the database, read from there; then every form that is offered to
//	        anybody, sent by everybody to whom it is not
//	twins   two worlds that differ in one party's secrets alone give everybody
//	        else the same bytes
//
// The controls are the same runs with a wall taken away: a query without its
// party filter (build tag nofilter) has to be caught by the crawl and by the
// twins.
package isolation
