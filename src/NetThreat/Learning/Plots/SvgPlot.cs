using System.Globalization;
using System.Text;

namespace NetThreat.Learning.Plots;

/// <summary>A series of points.</summary>
/// <param name="Bars">Drawn as bars from 0 instead of a line; x is the left edge of a bar, the next x its right one.</param>
/// <param name="Dashed">A line of reference.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<(double X, double Y)> Points, bool Bars = false, bool Dashed = false);

/// <summary>One figure with two linear axes, as SVG 1.1 without scripts or fonts of its own; the same bytes for the same numbers.</summary>
internal sealed record SvgPlot(string Title, string XLabel, string YLabel, IReadOnlyList<PlotSeries> Series)
{
    private const int Width = 480, Height = 360, Left = 64, Right = 16, Top = 36, Bottom = 52;

    /// <summary>Told apart in black and white and by colour-blind people (Okabe and Ito, 2008).</summary>
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    public (double From, double To) X { get; init; } = (0, 1);

    public (double From, double To) Y { get; init; } = (0, 1);

    public string Render()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Escaped(Title)}</title>\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n");
        Text(svg, Width / 2, 20, Title, "middle", 14);
        Axes(svg);
        for (int i = 0; i < Series.Count; i++)
        {
            if (Series[i].Bars) Bars(svg, Series[i], i);
            else Line(svg, Series[i], i);
            Legend(svg, Series[i], i);
        }
        return svg.Append("</svg>\n").ToString();
    }

    private void Axes(StringBuilder svg)
    {
        for (int i = 0; i <= 5; i++)
        {
            double x = X.From + (X.To - X.From) * i / 5, y = Y.From + (Y.To - Y.From) * i / 5;
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{PlaceX(x):0.##} {Top}V{Height - Bottom}M{Left} {PlaceY(y):0.##}H{Width - Right}\" stroke=\"#dddddd\" fill=\"none\"/>\n");
            Text(svg, PlaceX(x), Height - Bottom + 16, Tick(x), "middle", 11);
            Text(svg, Left - 6, PlaceY(y) + 4, Tick(y), "end", 11);
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" stroke=\"#333333\" fill=\"none\"/>\n");
        Text(svg, (Left + Width - Right) / 2.0, Height - 14, XLabel, "middle", 12);
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escaped(YLabel)}</text>\n");
    }

    private void Line(StringBuilder svg, PlotSeries series, int colour)
    {
        if (series.Points.Count == 0) return;
        svg.Append("<polyline points=\"");
        foreach (var (x, y) in series.Points) svg.Append(CultureInfo.InvariantCulture, $"{PlaceX(x):0.##},{PlaceY(y):0.##} ");
        svg.Length--;
        svg.Append(CultureInfo.InvariantCulture, $"\" fill=\"none\" stroke=\"{Colour(series, colour)}\" stroke-width=\"1.5\"{(series.Dashed ? " stroke-dasharray=\"4 4\"" : "")}/>\n");
    }

    private void Bars(StringBuilder svg, PlotSeries series, int colour)
    {
        for (int i = 0; i + 1 < series.Points.Count; i++)
        {
            var (x, y) = series.Points[i];
            double left = PlaceX(x), top = PlaceY(y), base0 = PlaceY(Y.From);
            if (y > Y.From) svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left:0.##}\" y=\"{top:0.##}\" width=\"{PlaceX(series.Points[i + 1].X) - left:0.##}\" height=\"{base0 - top:0.##}\" fill=\"{Colour(series, colour)}\" fill-opacity=\"0.5\"/>\n");
        }
    }

    private static void Legend(StringBuilder svg, PlotSeries series, int at)
    {
        if (series.Name.Length == 0) return;
        double y = Top + 14 + 16 * at;
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Width - Right - 12}\" y=\"{y - 9:0.##}\" width=\"10\" height=\"10\" fill=\"{Colour(series, at)}\"/>\n");
        Text(svg, Width - Right - 18, y, series.Name, "end", 11);
    }

    private static string Colour(PlotSeries series, int at) => series.Dashed ? "#888888" : Colours[at % Colours.Length];

    private double PlaceX(double x) => Left + (Width - Left - Right) * Share(x, X);

    private double PlaceY(double y) => Height - Bottom - (Height - Top - Bottom) * Share(y, Y);

    /// <summary>What lies beyond the axes is drawn at their ends, what is no number at the origin.</summary>
    private static double Share(double value, (double From, double To) axis) =>
        axis.To > axis.From && !double.IsNaN(value) ? Math.Clamp((value - axis.From) / (axis.To - axis.From), 0, 1) : 0;

    private static string Tick(double value) => Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3) ? value.ToString("0.#e0", CultureInfo.InvariantCulture) : value.ToString("0.###", CultureInfo.InvariantCulture);

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, int size) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{Escaped(text)}</text>\n");

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
