package main

import (
	"context"
	"fmt"
	"os"
	"runtime/pprof"
	"strconv"
	"time"
)

func main() {
	ctx := context.Background()
	f := folder(os.Args[1])
	l, err := seed(ctx, f, time.Now())
	fmt.Println(l, err)
	ld, err := newLoader(ctx, f)
	if err != nil {
		panic(err)
	}
	n, _ := strconv.Atoi(os.Args[2])
	pf, _ := os.Create("/tmp/b/cpu.prof")
	pprof.StartCPUProfile(pf)
	defer pprof.StopCPUProfile()
	t := time.Now()
	fmt.Println(ld.grow(ctx, n), time.Since(t), ld.close())
}
