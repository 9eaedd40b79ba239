using EarlyExit.Host.Site;

namespace EarlyExit.Tests.Host;

public class SafeHtmlTests
{
    [Theory]
    [InlineData("plain & simple", "plain &amp; simple")]
    [InlineData("<b>bold</b> &lt;&nbsp;&#65;", "<b>bold</b> &lt;\u00a0A")]
    [InlineData("a<br>b<hr/>", "a<br />b<hr />")]
    [InlineData("<script>alert(1)</script>x", "x")]
    [InlineData("<SCRIPT>alert(1)</sCript >x", "x")]
    [InlineData("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)")]
    [InlineData("<style>p{}</style><!-- <b> -->x<?php ?>", "x")]
    [InlineData("<b onclick=\"x()\" title='t'>x</b>", "<b title=\"t\">x</b>")]
    [InlineData("<a href=\"JavaScript:x()\">x</a>", "<a>x</a>")]
    [InlineData("<a href=\" javascript:x()\">x</a>", "<a>x</a>")]
    [InlineData("<a href=\"java&#115;cript:x()\">x</a>", "<a>x</a>")]
    [InlineData("<a href=\"https://arxiv.org/abs/2508.21495\">x</a>", "<a href=\"https://arxiv.org/abs/2508.21495\">x</a>")]
    [InlineData("<img src=\"https://evil.example/x.png\" alt=a>", "<img alt=\"a\" />")]
    [InlineData("<img src=\"data:text/html;base64,AA\">", "<img />")]
    [InlineData("<img src=\"data:image/png;base64,AA==\">", "<img src=\"data:image/png;base64,AA==\" />")]
    [InlineData("<td style=\"color: red\">x</td>", "<td style=\"color: red\">x</td>")]
    [InlineData("<td style=\"background: URL(x)\">x</td>", "<td>x</td>")]
    [InlineData("<td style=\"background: u\\72l(x)\">x</td>", "<td>x</td>")]
    [InlineData("<b><i>x</b>y</i>", "<b><i>x</i></b>y")]
    [InlineData("<p>a", "<p>a</p>")]
    [InlineData("</p>a", "a")]
    [InlineData("<unknown attr=1>x</unknown>", "x")]
    [InlineData("a < b and <", "a &lt; b and &lt;")]
    [InlineData("<img alt=\"a > b\" title=\"\"><b", "<img alt=\"a &gt; b\" title=\"\" />&lt;b")]
    public void Only_what_is_harmless_passes_and_it_is_well_formed(string html, string clean) => Assert.Equal(clean, SafeHtml.Clean(html));
}
