namespace EarlyExit.Host.Commands;

/// <summary>Every command in a screenful.</summary>
internal static class HelpPage
{
    public const string Text = """
        ./workbook COMMAND [options]        claims about early-exit networks, one notebook each

          run [NOTEBOOKS]        run notebooks (default: all) and build the site; prints its address
              --scale SCALE      smoke (seconds), quick (minutes, the default) or full (hours)
              --data NAME        on another data set: shapes, mnist, fashion-mnist, cifar-10, cifar-100
              --time-limit S     seconds that one cell may take (default 600; a day at full scale)
          publish [NOTEBOOKS]    run at quick scale and write outputs and verdicts back, to be committed
          clean [NOTEBOOKS]      put notebooks in canonical form without running them
          data NAME              download a data set and check it
          test                   build everything, check the format, run all tests
          help                   this page; ./workbook COMMAND --help for one command

        NOTEBOOKS are files, patterns or starts of names:  ./workbook run 00 notebooks/2*.ipynb
        The first call sets the machine up: packages, compiler and libtorch where they are needed.
        environment.md says what is installed and how to choose otherwise.

        Exit codes: 0 all is well, 1 a cell or a test failed, 2 the call or the machine needs you.
        """;
}
