using EarlyExit.Exits;

namespace EarlyExit.Host.Site.Explorer;

/// <summary>The page of the exit explorer; the scripts fill in the pictures.</summary>
internal static class ExplorerPage
{
    private const string Favourite = "resnet14-joint-6k-s0";

    public static string Of(IReadOnlyList<ZooRecord> networks) => PageFrame.Of("explorer.html", "The exit explorer", $"""
        <h1>The exit explorer</h1>
        <p class="text">A sample leaves at the first exit whose confidence, the largest softmax probability, is above the threshold. Move the
        threshold, or the mean cost that a sample may have, and see who leaves where and what it costs. Every number is a count over real
        test samples, exact at each of the slider's {Thresholds.All.Count:N0} thresholds.</p>
        <noscript><p>The explorer needs JavaScript; everything else on this site reads without it.</p></noscript>
        <section class="controls" aria-label="Controls">
        <p><label for="explorer-network">Network</label>
        <select id="explorer-network">
        {string.Join("\n", networks.GroupBy(network => network.Network).Select(Group))}
        </select></p>
        <fieldset><legend>Move</legend>
        <label><input type="radio" name="move" value="threshold" checked="checked" /> the threshold</label>
        <label><input type="radio" name="move" value="budget" /> a budget</label>
        </fieldset>
        <fieldset><legend>Confidence</legend>
        <label><input type="radio" name="confidence" value="raw" checked="checked" /> raw</label>
        <label><input type="radio" name="confidence" value="calibrated" /> calibrated, a temperature per exit</label>
        </fieldset>
        <p class="slide"><label for="explorer-slider"><output id="explorer-position" for="explorer-slider">threshold</output></label>
        <input id="explorer-slider" type="range" min="0" max="1" step="1" value="0" /></p>
        <p id="explorer-summary" role="status"></p>
        </section>
        <div class="pictures">
        <section><h2>Who leaves where</h2><p class="key"><span class="hit"></span> right <span class="miss"></span> wrong</p><div id="explorer-shares"></div></section>
        <section><h2>Cost and accuracy</h2><p class="key"><span class="line hit"></span> raw <span class="line miss"></span> calibrated; the filled point is the chosen one</p><div id="explorer-frontier"></div></section>
        </div>
        <section><h2>Is confidence to be believed?</h2>
        <p class="text">Reliability of each exit on all samples: bars are the accuracy of samples of about that confidence, stronger where there are
        more; the lines from bars to the diagonal are the miscalibration. Shaded is what the threshold lets go; the last exit takes the rest.</p>
        <div id="explorer-reliability" class="reliability"></div></section>
        <section><h2>In numbers</h2>
        <table>
        <thead><tr><th scope="col">exit</th><th scope="col">cost</th><th scope="col">leave here</th><th scope="col">of them right</th><th scope="col">ECE</th><th scope="col">T</th></tr></thead>
        <tbody id="explorer-rows"></tbody>
        </table>
        <p id="explorer-made" class="note"></p></section>
        <section id="explorer-drop"><h2>Your own network</h2>
        <p class="text"><label for="explorer-files">Drop a NumPy file here, or choose one:</label> <input id="explorer-files" type="file" accept=".npz" multiple="multiple" /></p>
        <p class="text">The keys are <code>logits</code> [exits, samples, classes], <code>labels</code> [samples] and <code>costs</code> [exits], as
        <code>data/README.md</code> describes. With a second file of other samples, <code>val</code> in its name, temperatures are fitted on that
        one; without it each half of the samples teaches the other. Files are read in this page and go nowhere.</p>
        <p id="explorer-problem" role="alert"></p></section>
        """, "", "npz.js", "outputs.js", "svg.js", "charts.js", "explorer.js");

    private static string Group(IGrouping<string, ZooRecord> networks) =>
        $"<optgroup label=\"{SafeHtml.Escape(networks.Key)}\">{string.Concat(networks.Select(Option))}</optgroup>";

    private static string Option(ZooRecord network) =>
        $"<option{(network.Name == Favourite ? " selected=\"selected\"" : "")}>{SafeHtml.Escape(network.Name)}</option>";
}
